using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Statements of CLONE (MySQL 8.0.17 and later; manual, "The Clone Plugin"). Measured on 9.7.</summary>
internal static class CloneWords
{
    /// <summary>What must be the same on both, by the manual's "Remote Cloning Prerequisites".</summary>
    public static readonly string[] EqualSettings =
        ["version_compile_machine", "version_compile_os", "character_set_server", "collation_server", "innodb_page_size", "innodb_data_file_path", "lower_case_table_names"];

    /// <summary>Both need this much for a packet of the clone protocol.</summary>
    public const long LeastPacket = 2 << 20;

    /// <summary>Which servers a replica may clone from.</summary>
    public const string DonorList = "clone_valid_donor_list";

    /// <summary>Plugins from libraries: the donor's must be on the replica too.</summary>
    public static SqlStatement ShowPlugins => "SELECT PLUGIN_NAME, PLUGIN_STATUS FROM information_schema.PLUGINS WHERE PLUGIN_LIBRARY IS NOT NULL";

    public static SqlStatement ShowDonorList => "SELECT @@GLOBAL." + DonorList;

    public static SqlStatement Uninstall => "UNINSTALL PLUGIN clone";

    /// <summary>How the last clone ended, and the place in the donor's binary log that its data belongs to.</summary>
    public static SqlStatement ShowStatus => "SELECT STATE, ERROR_NO, ERROR_MESSAGE, BINLOG_FILE, BINLOG_POSITION, GTID_EXECUTED FROM performance_schema.clone_status";

    /// <summary>Bytes by stage.</summary>
    public static SqlStatement ShowProgress => "SELECT STAGE, STATE, ESTIMATE, DATA FROM performance_schema.clone_progress ORDER BY ID";

    public static SqlStatement Install(bool windows) => "INSTALL PLUGIN clone SONAME '" + (windows ? "mysql_clone.dll" : "mysql_clone.so") + "'";

    public static SqlStatement SetDonorList(string list) => new SqlStatement("SET GLOBAL " + DonorList + " = ").Text(list);

    /// <summary>Wipes the server and takes the donor's files.</summary>
    public static SqlStatement Clone(string host, int port, ReplicationCredential login, bool encrypted) => new SqlStatement("CLONE INSTANCE FROM ")
        .Text(login.UserName).Words("@").Text(host).Words(":").Number(port).Words(" IDENTIFIED BY ").Secret(login.Reveal()).Words(encrypted ? " REQUIRE SSL" : string.Empty);
}
