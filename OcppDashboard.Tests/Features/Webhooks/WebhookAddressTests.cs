using System.Net;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Webhooks;

namespace OcppDashboard.Tests.Features.Webhooks;

public class WebhookAddressTests
{
    [Theory]
    [InlineData("http://192.168.1.20:8123/api/webhook/x")]
    [InlineData("https://example.org/ocpp?a=b")]
    [InlineData("http://localhost:9000")]
    [InlineData("http://[fd12::1]/hook")]
    public void Private_and_public_addresses_are_taken(string address) => Assert.StartsWith(address[..10], WebhookAddress.Check(address), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("example.org/hook")]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:word@example.org/")]
    [InlineData("https://example.org/#part")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://192.0.0.192/opc/v2/")]
    [InlineData("http://[::ffff:192.0.0.192]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xA9FEA9FE/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://example.org/\r\nHost: x")]
    public void Others_are_refused_with_a_sentence(string address) =>
        Assert.EndsWith(".", Assert.Throws<WebhookRefusedException>(() => WebhookAddress.Check(address)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("169.254.1.1", false)]
    [InlineData("::ffff:169.254.1.1", false)]
    [InlineData("fe80::1%3", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("64:ff9b::c000:c0", false)]
    [InlineData("192.0.0.191", true)]
    [InlineData("224.0.0.1", false)]
    [InlineData("2001:db8::1", true)]
    public void A_name_may_stand_for_these(string address, bool may) => Assert.Equal(may, WebhookAddress.MayConnect(IPAddress.Parse(address)));

    [Fact]
    public void A_known_signature() =>
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
        Assert.Equal("sha256=38877139021993b830af32feea6e18a8da83eb2f6e49ee50bd9e4cf4ca4d3789", WebhookSignature.Of("whsec_test", 1_700_000_000, """{"a":1}"""));

    [Fact]
    public void A_lane_holds_no_more_than_a_thousand_and_drops_the_oldest()
    {
        var lane = new WebhookQueue();
        WebhookDeliveryEntity? gaveWay = null;
        for (var i = 1; i <= WebhookQueue.Most + 1; i++) gaveWay = lane.Add(new() { Id = i, Event = "status", Body = "", NextAttemptAt = DateTimeOffset.UnixEpoch });
        Assert.Equal((WebhookQueue.Most, 1L, null), (lane.Count, gaveWay!.Id, gaveWay.NextAttemptAt));
        Assert.Contains("more than 1000", gaveWay.LastError, StringComparison.Ordinal);
        Assert.True(lane.Book(gaveWay, new(500, "it answered 500"), DateTimeOffset.UnixEpoch)); // its attempt was under way: no reason to switch the webhook off
        Assert.Null(gaveWay.NextAttemptAt);
    }
}
