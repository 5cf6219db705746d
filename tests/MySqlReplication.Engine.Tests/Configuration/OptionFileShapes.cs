using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>Option files of many shapes, as admins, packages and editors of every age leave them.</summary>
internal static class OptionFileShapes
{
    public static readonly IReadOnlyDictionary<string, byte[]> All = Texts().ToDictionary(t => t.Name, t => Encoding.Latin1.GetBytes(t.Text));

    private static IEnumerable<(string Name, string Text)> Texts()
    {
        yield return ("empty", "");
        yield return ("one line end", "\n");
        yield return ("spaces only", "  \t \n \n");
        yield return ("group only", "[mysqld]\n");
        yield return ("group without line end", "[mysqld]");
        yield return ("plain", "[mysqld]\nserver-id=1\nlog-bin=mysql-bin\n");
        yield return ("no line end at the end", "[mysqld]\nserver-id=1\nlog-bin=mysql-bin");
        yield return ("crlf", "[mysqld]\r\nserver-id=1\r\nlog-bin=mysql-bin\r\n");
        yield return ("crlf without the last", "[mysqld]\r\nserver-id=1\r\nlog-bin=mysql-bin");
        yield return ("mixed line ends", "[mysqld]\nserver-id=1\r\n# c\nlog-bin=x\r\n\r\n\nsync_binlog=0\n");
        yield return ("old mac", "[mysqld]\rserver-id=1\r");
        yield return ("carriage returns inside", "[mysqld]\na=1\rb=2\nc=\"3\r\"\r\r\nd=4\n");
        yield return ("byte order mark", "\xEF\xBB\xBF[mysqld]\nserver-id=1\n");
        yield return ("byte order mark and crlf", "\xEF\xBB\xBF# my.ini\r\n[mysqld]\r\nserver-id=1\r\n");
        yield return ("utf-8", "# Gr\xC3\xBC\xC3\x9F\x65 \xE2\x82\xAC\n[mysqld]\nbinlog-do-db=caf\xC3\xA9\nlog-bin=\"\xF0\x9F\x90\xAC\"\n");
        yield return ("latin-1", "# Gr\xFC\xDF\x65\n[mysqld]\nbinlog-do-db=caf\xE9\n");
        yield return ("shift-jis", "# \x83\x5C\x95\x5C\n[mysqld]\nserver-id=1 # \x83\x5C\n");
        yield return ("invalid utf-8", "[mysqld]\nx=\xFF\xFE\x80\xC0\n");
        yield return ("hash comments", "# one\n#two\n  # three\n[mysqld]\n#server-id=9\nserver-id=1\n");
        yield return ("semicolon comments", "; one\n;two\n  ; three\n[mysqld]\n;server-id=9\nserver-id=1\n");
        yield return ("comments behind values", "[mysqld]\nserver-id=1# near\nlog-bin=x   # far\nrelay-log=y ; not one\nsync-binlog # bare\n");
        yield return ("hash in quotes", "[mysqld]\nlog-bin=\"a#b\" # c\nrelay-log='d#e'\nfoo=it's # not a comment\nbar=x'#'y # but this\n");
        yield return ("quotes", "[mysqld]\na=\"b c\"\nd='e f'\ng=\"\nh=''\ni=\"j\" k\nl=m\"n\"\no='p\"q'\nr=\"s't\"\n");
        yield return ("escapes", "[mysqld]\na=\\n\\t\\s\\\\\\r\\b\\x\\\nb=\"c\\\"#d\" # e\nf=C:\\\\data\\\\x\ng=C:\\data\n");
        yield return ("spaces around equals", "[mysqld]\na = 1\nb= 2\nc =3\n\td\t=\t4\t\ne   =   \"  5  \"   \n");
        yield return ("indented", "[mysqld]\n    server-id = 1\n    log-bin   = mysql-bin\n\n    # indented too\n    sync_binlog = 0\n");
        yield return ("columns", "[mysqld]\nserver-id               = 1\nlog_bin                 = /var/log/mysql/mysql-bin.log\nexpire_logs_days        = 10\n");
        yield return ("odd spaces", "[mysqld]\n\va=1\n\f\tb=2\v\n\xA0" + "c=3\xA0\n");
        yield return ("no values", "[mysqld]\nlog-bin\nskip-name-resolve\nlog-slave-updates\n");
        yield return ("empty values", "[mysqld]\nlog-bin=\nrelay-log =   \nx= # c\n=y\n==z\n");
        yield return ("values with equals", "[mysqld]\na=b=c\nsql_mode=\"A,B\"\nloose-x=--y=1\n");
        yield return ("prefixes", "[mysqld]\nloose-skip-foo\nskip_log_bin\nenable-log-slave-updates\ndisable_innodb-doublewrite=0\nmaximum-sync-binlog=5\nLOOSE-X=1\n");
        yield return ("dashes and underscores", "[mysqld]\nserver_id=1\nlog-slave_updates=1\nauto_increment-offset=2\n");
        yield return ("groups repeated", "[mysqld]\nserver-id=1\n[client]\nport=3307\n[mysqld]\nserver-id=2\n[mysqld]\n");
        yield return ("groups of series", "[mysqld-5.6]\na=1\n[mysqld-9.7]\nb=1\n[mariadb-10.11]\nc=1\n[mariadb]\nd=1\n[mariadbd-11.8]\ne=1\n[mysqld1]\nf=1\n[server]\ng=1\n[client-server]\nh=1\n[galera]\ni=1\n[mysql_cluster]\nj=1\n");
        yield return ("groups oddly written", "[MySQLd]\na=1\n[mysqld ]\nb=1\n[ mysqld]\nc=1\n[mysqld] junk\nd=1\n[mysqld]]\ne=1\n[]\nf=1\n[[mysqld]]\ng=1\n  [mysqld]#x\nh=1\n");
        yield return ("other programs only", "[client]\nport=3306\n[mysqldump]\nquick\n");
        yield return ("includes", "[mysqld]\nserver-id=1\n!include /nowhere/at/all.cnf\n! include\t/nowhere/b.cnf # c\n!unknown x\n!includes y\nlog-bin=x\n");
        yield return ("debian", "# The MySQL database server configuration file.\n#\n# * IMPORTANT: Additional settings that can override those from this file!\n\n!includedir /nowhere/conf.d/\n!includedir /nowhere/mysql.conf.d/\n");
        yield return ("windows", "# MySQL Server Instance Configuration File\r\n[client]\r\nport=3306\r\n\r\n[mysqld]\r\nport=3306\r\nbasedir=\"C:/Program Files/MySQL/MySQL Server 8.0/\"\r\ndatadir=C:/ProgramData/MySQL/MySQL Server 8.0\\Data\r\nlog-bin=\"HOST-bin\"\r\nserver-id=1\r\n");
        yield return ("tutorial", "[mysqld]\nserver-id=1\nlog-bin=mysql-bin\nbinlog-do-db=hello\nbinlog-ignore-db=mysql\nauto-increment-increment=10\nauto-increment-offset=1\nrelay-log=mysql-relay-bin\nlog-slave-updates\nreplicate-do-db=hello\nreplicate-ignore-db=mysql\n");
        yield return ("lists", "[mysqld]\nbinlog-do-db=a\nbinlog-do-db=b\n# between\nbinlog_do_db = c # third\n\nbinlog-do-db=a\n");
        yield return ("sandbox", "[mysqld]\nuser=root\nbasedir=/opt/x/usr\ndatadir=/tmp/d/data\nsocket=/tmp/d/s.sock\npid-file=/tmp/d/pid\nport=3971\nbind-address=127.0.0.1\nserver-id=101\nlog-bin=mysql-bin\n");
        yield return ("suffixes", "[mysqld]\nmax_binlog_size=1G\nsync-binlog=1K\ninnodb_buffer_pool_size = 128m\nserver-id=0\n");
        yield return ("long line", "[mysqld]\n# " + new string('x', 5000) + "\nserver-id=1\n" + "y=" + new string('z', 4000) + "\n");
        yield return ("many lines", "[mysqld]\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => "# line " + i + "\nloose-option-" + i + " = " + i + "\n")));
        yield return ("trailing blank lines", "[mysqld]\nserver-id=1\n\n\n\n");
        yield return ("trailing spaces", "[mysqld]  \nserver-id=1  \nlog-bin  \n\t\n");
        yield return ("passwords", "[client]\npassword=\"s3cr3t#1\"\n#password=0ld\n[mysqld]\nserver-id=1\nwsrep_sst_auth=u:s3cr3t\n");
        yield return ("backslash before the line end", "[mysqld]\na=b\\\nc=d\\\\\ne=\"f\\\"\ng='h\\'\ni=j\n");
        yield return ("carriage return within a group", "[mysqld\r]\na=1\n[mysqld]\r\r\nb=1\n");
        yield return ("tabs in a group", "[\tmysqld]\na=1\n[mysqld\t]\nb=1\n\t[mysqld]\t# c\nd=1\n");
        yield return ("comment within a group", "[mysqld # ]\na=1\n[mysqld];x\nb=1\n[#mysqld]\nc=1\n[mysqld]'\nd=1\n");
        yield return ("groups in quotes", "['mysqld']\na=1\n[\"mysqld\"]\nb=1\n[mysqld]\nc=1\n[mysqldump]\nd=1\n[mysqld_safe]\ne=1\n[mysqld-]\nf=1\n");
        yield return ("names in quotes", "[mysqld]\n\"a\"=1\n'b'=2\n'c=3'\n\"d # e\"=4\nf'g=5'h\n");
        yield return ("names with spaces", "[mysqld]\nserver id = 3\nlog  bin=x y\n a  b  c \n");
        yield return ("hash everywhere", "[mysqld]\na=#b\nc= # d\ne#=f\n#g=h\ni=''#j\nk=\"\"# l\nm='#'#n\no=\\#p\nq=\"r\\\"#s\"#t\n");
        yield return ("semicolons everywhere", "[mysqld]\na=1;b\nc=;d\ne;=f\n;g\nh=\";\";i\n");
        yield return ("quotes left open", "[mysqld]\na='b\nc=\"d # e\nf=g'h # i\nj='k\" # l'm\nn=1\n");
        yield return ("quotes in quotes", "[mysqld]\na='it\\'s'\nb=\"say \\\"hi\\\" # no\" # yes\nc='\"'\nd=\"'\"\ne='\"#\"'\nf=\"a\"\"b\"\ng=''''\n");
        yield return ("numbers of all kinds", "[mysqld]\nserver-id=+1\nserver-id=0x10\nserver-id=010\nmax_binlog_size=1KB\nsync-binlog=1.5\nsync-binlog=-1\nserver-id=18446744073709551615\n");
        yield return ("what a shell would expand", "[mysqld]\nlog-bin=$HOME/x\nrelay-log=~/y\na=%d%s%n\nb=`id`\nc=$(id)\nd=*?\n");
        yield return ("directives oddly written", "[mysqld]\n!INCLUDE /nowhere\n!include=/nowhere\n!includedirs /nowhere\n!\n!!include /nowhere\n!include/nowhere\na=1\n");
        yield return ("dashes in front", "[mysqld]\n--server-id=3\n-O x=1\n-a\n-\n--\n_x=1\n");
        yield return ("control characters", "[mysqld]\n\x01" + "a=1\x02\n\x7F" + "=3\nb=\x1B[31mred\x1B[0m\nc=\x08\x07\n");
        yield return ("spaces of other encodings", "[mysqld]\n\xC2\xA0" + "a=1\xC2\xA0\nb=\xE2\x80\xA8" + "c\n\xE3\x80\x80" + "d=1\n\x85" + "e=1\x85\n");
        yield return ("names of all lengths", "[mysqld]\n" + new string('n', 300) + "=1\nm=" + new string('v', 3000) + "\n" + new string('w', 2000) + " = \"" + new string('q', 1500) + "#\" # c\n[" + new string('g', 200) + "]\nx=1\n");
        yield return ("a line as long as may be", "[mysqld]\na=" + new string('x', 4092) + "\nb=1\n");
        yield return ("prefixes and nothing", "[mysqld]\nskip-\nloose-\nloose-loose-\nskip-skip\nenable_=1\nmaximum-=1\nno-x=1\n");
        yield return ("equals and nothing", "[mysqld]\na==\nb= =\nc = = d\ne=\t=\n");
        yield return ("the same option in every spelling", "[mysqld]\nserver-id=1\nserver_id=2\nSERVER-ID=3\nserver-i=4\nloose-server-id=5\n server-id = '6'\n");
        yield return ("groups without a line between", "[client][mysqld]\na=1\n[mysqld][client]\nb=1\n");
        yield return ("group not closed", "[mysqld\nserver-id=1\n");
        yield return ("option before a group", "server-id=1\n[mysqld]\n");
    }
}
