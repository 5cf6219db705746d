using System.Collections.Generic;

namespace MySqlReplication.Benchmarks;

/// <summary>The figures of one room. Each is printed as soon as it is measured.</summary>
internal interface IFigures
{
    /// <summary>What <c>./build.sh bench NAME</c> calls it.</summary>
    string Name { get; }

    IEnumerable<Figure> Measure();
}
