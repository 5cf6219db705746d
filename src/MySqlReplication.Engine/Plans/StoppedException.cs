using System;

namespace MySqlReplication.Engine.Plans;

/// <summary>A cancellation that has left something that must be told. A pipeline that was stopped takes no message any more, so the journal keeps it.</summary>
internal sealed class StoppedException(string message) : OperationCanceledException(message);
