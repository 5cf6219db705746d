namespace MySqlReplication.Servers;

/// <summary>Which family a server belongs to.</summary>
public enum ServerFlavour
{
    /// <summary>Not known (yet).</summary>
    Unknown,

    /// <summary>Oracle MySQL and builds that speak as it does.</summary>
    MySql,

    /// <summary>MariaDB.</summary>
    MariaDB,
}
