using System.Linq;
using FsCheck.Xunit;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class MariaDBGtidPositionTests
{
    [Fact]
    public void A_state_tells_the_last_of_a_domain_and_of_a_server_in_it()
    {
        var state = MariaDBGtidPosition.Parse("0-1-270, 0-2-300,1-2-33");
        Assert.Equal([0, 1], state.Domains);
        Assert.Equal(300, state.Last(0));
        Assert.Equal(270, state.LastOf(0, 1));
        Assert.Null(state.LastOf(1, 1));
        Assert.Null(state.Last(7));
        Assert.True(state.HasServer(2));
        Assert.False(state.HasServer(3));
        Assert.Equal("0-1-270,0-2-300", state.Only(d => d == 0).ToString());
    }

    [Theory]
    [InlineData("", "0-1-5", true)]
    [InlineData("0-1-5", "0-2-5", true)]
    [InlineData("0-1-6", "0-1-5", false)]
    [InlineData("0-1-5,1-1-1", "0-1-5", false)]
    public void One_is_reached_by_another(string position, string by, bool expected)
        => Assert.Equal(expected, MariaDBGtidPosition.Parse(position).IsReachedBy(MariaDBGtidPosition.Parse(by)));

    [Fact]
    public void Domains_of_another_take_the_place_of_its_own()
        => Assert.Equal("0-9-99,2-2-2,3-3-3", MariaDBGtidPosition.Parse("0-1-1,2-2-2").With(MariaDBGtidPosition.Parse("3-3-3,0-9-99")).ToString());

    [Theory]
    [InlineData("0-1")]
    [InlineData("0-1-x")]
    [InlineData("3e11fa47-71ca-11e1-9e33-c80aa9429562:1")]
    public void What_is_none_is_refused(string text) => Assert.False(MariaDBGtidPosition.TryParse(text, out _));

    [Property]
    public bool What_is_printed_is_read_again_and_reaches_itself((byte Domain, byte Server, ushort Sequence)[] entries)
    {
        var text = string.Join(",", (entries ?? []).Select(e => e.Domain + "-" + (e.Server + 1) + "-" + e.Sequence));
        var position = MariaDBGtidPosition.Parse(text);
        var again = MariaDBGtidPosition.Parse(position.ToString());
        return again.ToString() == position.ToString()
            && position.IsReachedBy(again) && again.IsReachedBy(position)
            && position.Domains.All(d => again.Last(d) == position.Last(d))
            && position.With(position).IsReachedBy(position);
    }
}
