namespace MySqlReplication.Plans;

/// <summary>What a step does.</summary>
public enum PlanStepKind
{
    /// <summary>Runs a statement that changes something.</summary>
    Statement,

    /// <summary>Changes a file.</summary>
    File,

    /// <summary>Starts or stops a program.</summary>
    Process,

    /// <summary>Waits until something is so, with a limit.</summary>
    Wait,
}
