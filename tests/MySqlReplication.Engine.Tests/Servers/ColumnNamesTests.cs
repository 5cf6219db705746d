using System;
using System.Linq;
using FsCheck.Xunit;
using MySqlReplication.Engine.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Servers;

public sealed class ColumnNamesTests
{
    [Theory]
    [InlineData("a,b", "a,b")]
    [InlineData("a,A,a", "a,A_2,a_3")]
    [InlineData(",x,", "Column1,x,Column3")]
    [InlineData(",Column1", "Column1_2,Column1")]
    [InlineData("a,A,a_2", "a,A_3,a_2")]
    [InlineData("a,a_2,A", "a,a_2,A_3")]
    [InlineData("PSObject", "PSObject_2")]
    [InlineData("Server,Server", "Server,Server_2")]
    public void Names_become_distinct(string names, string expected)
        => Assert.Equal(expected, string.Join(",", ColumnNames.Distinct(names.Split(','))));

    [Property(MaxTest = 500)]
    public bool Whatever_the_names_are_they_end_distinct_and_the_first_keeps_its_own(byte[] choices)
    {
        string[] pool = ["", " ", "a", "A", "a_2", "A_2", "a_2_2", "Column1", "COLUMN2", "psobject", "Ä", "ä"];
        var names = (choices ?? []).Select(c => pool[c % pool.Length]).ToArray();
        var distinct = ColumnNames.Distinct(names);
        return distinct.Count == names.Length
            && distinct.All(n => n.Trim().Length > 0 && !n.Equals("psobject", StringComparison.OrdinalIgnoreCase))
            && distinct.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length
            && names.Select((name, i) => (name, i)).All(x => x.name.Trim().Length == 0 || x.name == "psobject"
                || Array.FindIndex(names, n => n.Equals(x.name, StringComparison.OrdinalIgnoreCase)) < x.i || distinct[x.i] == x.name);
    }
}
