using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MySqlReplication.Binding;

/// <summary>The files that came down the pipeline: Get-MyCnfReplication returns a line each, and many lines lead to one file, which is one thing to do.</summary>
internal sealed class PipedFiles
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The file; null when it came down the pipeline before. Files that are given as arguments are all taken.</summary>
    public string? FirstTime(PSCmdlet cmdlet, string file) => !cmdlet.MyInvocation.ExpectingInput || _seen.Add(file) ? file : null;
}
