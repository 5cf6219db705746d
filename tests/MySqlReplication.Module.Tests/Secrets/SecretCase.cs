using System.Collections.Generic;

namespace MySqlReplication.Module.Tests.Secrets;

/// <summary>How one cmdlet is run in front of the marked servers ($a, $b; see <see cref="SecretStage"/>).</summary>
/// <param name="Cmdlet">Its name.</param>
/// <param name="Script">What is run: for real, and before that under -WhatIf with the right and with wrong logins.</param>
/// <param name="Errors">The ErrorIds that the run for real ends with.</param>
internal sealed record SecretCase(string Cmdlet, string Script, params IReadOnlyList<string> Errors);
