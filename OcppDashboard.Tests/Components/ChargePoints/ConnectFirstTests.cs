using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Configuration;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.ChargePoints;

public class ConnectFirstTests : PageTest
{
    [Fact]
    public void Shows_who_knocked_as_it_happens_and_as_text()
    {
        var page = Context.Render<ConnectFirst>();
        Assert.Contains("nobody yet", page.Markup);
        Attempts.Add("<script>alert(1)</script>" + new string('x', 500), "192.168.10.70", null, "Wrong password.", "Set a new one.");
        Attempts.Add("P1", "192.168.10.61", null, "It offers ocpp1.5 alone.", "Set it to OCPP 1.6J.");
        Attempts.Add("P1", "192.168.10.61", null, "It offers ocpp1.5 alone.", "Set it to OCPP 1.6J.");
        page.WaitForAssertion(() => Assert.Contains("3 tries from 2 addresses", page.Markup));
        Assert.Empty(page.FindAll("script"));
        Assert.Equal(2, page.FindAll(".knocks li").Count);
        Assert.Contains("2 times", page.Find(".knocks li").TextContent);
    }

    [Fact]
    public void The_address_by_TLS_is_shown_where_there_is_one()
    {
        Assert.DoesNotContain("wss://", Context.Render<ConnectFirst>().Markup);
        Context.Services.GetRequiredService<ServerAddresses>().TlsAddress = "wss://ocpp.example.com:5443/ocpp/";
        Assert.Contains("wss://ocpp.example.com:5443/ocpp/<em>identity</em>", Context.Render<ConnectFirst>().Markup);
    }

    [Fact]
    public void The_address_can_be_copied_and_scanned()
    {
        var page = Context.Render<ConnectFirst>();
        Assert.Equal("ws://localhost:5016/ocpp/", page.Find("[data-copy]").GetAttribute("data-copy"));
        Assert.StartsWith("M4 4h1v1h-1z", page.Find("svg.qr path").GetAttribute("d")); // the first finder pattern after the quiet zone
    }
}
