using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

public sealed class LinkFailuresTests
{
    [Theory]
    [InlineData(1045, ErrorIds.LinkLoginRefused)]
    [InlineData(1130, ErrorIds.LinkHostNotAllowed)]
    [InlineData(2003, ErrorIds.LinkSourceUnreachable)]
    [InlineData(2005, ErrorIds.LinkHostUnknown)]
    [InlineData(2026, ErrorIds.LinkTlsFailed)]
    [InlineData(2061, ErrorIds.LinkNeedsSecureConnection)]
    [InlineData(2059, ErrorIds.LinkPluginUnknown)]
    [InlineData(1236, ErrorIds.LinkPositionRefused)]
    [InlineData(13114, ErrorIds.LinkPositionRefused)]
    [InlineData(1593, ErrorIds.LinkServersDoNotFit)]
    [InlineData(13117, ErrorIds.LinkServersDoNotFit)]
    [InlineData(1597, ErrorIds.LinkPrivilegeMissing)]
    [InlineData(13120, ErrorIds.LinkPrivilegeMissing)]
    [InlineData(1872, ErrorIds.RelayLogUnusable)]
    [InlineData(1201, ErrorIds.RelayLogUnusable)]
    [InlineData(4711, ErrorIds.LinkReceiverFailed)]
    public void The_receivers_number_has_a_name(int number, string errorId)
    {
        var failure = LinkFailures.OfReceiver(Link(receiver: number))!;
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Equal(number, failure.ServerErrorCode);
        Assert.Contains("what the server says", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(" + number + ")", failure.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(failure.RecommendedAction));
    }

    [Theory]
    [InlineData(1062, ErrorIds.LinkApplierFailed)]
    [InlineData(1032, ErrorIds.LinkApplierFailed)]
    [InlineData(13124, ErrorIds.RelayLogUnusable)]
    public void The_appliers_number_has_a_name(int number, string errorId)
        => Assert.Equal(errorId, LinkFailures.OfApplier(Link(applier: number))!.ErrorId);

    [Fact]
    public void No_number_is_no_failure()
    {
        Assert.Null(LinkFailures.OfReceiver(Link()));
        Assert.Null(LinkFailures.OfApplier(Link()));
        Assert.Null(LinkFailures.OfReceiver(Link() with { ReceiverErrorCode = null }));
    }

    [Theory]
    [InlineData(1040, true)]
    [InlineData(2013, true)]
    [InlineData(1045, false)]
    [InlineData(2003, false)]
    [InlineData(null, false)]
    public void Some_errors_pass_by_themselves(int? number, bool passes) => Assert.Equal(passes, LinkFailures.MayPass(number));

    private static ReplicaStatus Link(int receiver = 0, int applier = 0)
        => Cases.Link(Cases.MySql("b"), Cases.MySql("a"), receiverError: receiver, applierError: applier);
}
