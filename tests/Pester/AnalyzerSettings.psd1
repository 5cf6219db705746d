@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # The scripts define small verbs of their own (Step, Insert, Settle) for reading, not for export.
        'PSUseApprovedVerbs'
        'PSAvoidUsingPositionalParameters'
        'PSUseSingularNouns'
        # Variables of a BeforeAll block are read in the It blocks, which the rule does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
