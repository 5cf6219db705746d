using System;
using MySqlReplication.Engine.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class ServerClockTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(1.5, 0, 0.1, 0.1, true)]
    [InlineData(0, 1.5, 0.1, 0.1, true)]
    [InlineData(7200, 0, 3, 3, true)]
    [InlineData(1.5, 0, 0.3, 0.3, false)] // Answers that were out by so much prove nothing.
    [InlineData(0.9, 0, 0, 0, false)]
    public void A_difference_counts_beyond_what_the_answers_may_be_out(double one, double other, double errorOfOne, double errorOfOther, bool differs)
    {
        var (here, there) = (Clock(one, errorOfOne), Clock(other, errorOfOther));

        Assert.Equal(differs, here.DiffersFrom(there, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(one - other), here.Ahead(there));
    }

    private static ServerClock Clock(double seconds, double error) => new(TimeSpan.FromSeconds(seconds).Ticks, TimeSpan.FromSeconds(error));
}
