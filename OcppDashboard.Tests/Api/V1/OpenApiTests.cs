using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>The description of the API says what there is.</summary>
public partial class OpenApiTests
{
    [Fact]
    public async Task Every_route_is_described_with_its_answers()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var document = (await api.GetAsync("/openapi/v1.json")).Ok();
        Assert.StartsWith("3.", document.Text("openapi"), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}")).ToHashSet();
        var routes = central.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.RoutePattern.RawText?.StartsWith("/api/v1", StringComparison.Ordinal) == true && !route.RoutePattern.RawText.Contains("**", StringComparison.Ordinal) && !route.RoutePattern.RawText.Contains("{*", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {Constraint().Replace(route.RoutePattern.RawText!, "}").TrimEnd('/')}")).ToHashSet();
        Assert.True(routes.Count >= 15, string.Join('\n', routes));
        Assert.Equal(routes.Order(), described.Where(line => line.Contains("/api/v1", StringComparison.Ordinal)).Order());
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.False(string.IsNullOrEmpty(operation.Value.Text("summary")), $"{operation.Name} {path.Name} has no summary");
                Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name[0] == '2');
                foreach (var answer in operation.Value.GetProperty("responses").EnumerateObject().Where(answer => answer.Name[0] == '4'))
                    Assert.True(answer.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), $"{operation.Name} {path.Name} {answer.Name}");
            }
    }

    [Fact]
    public async Task The_command_lists_the_actions_that_can_be_sent()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var command = (await api.GetAsync("/openapi/v1.json")).Ok().GetProperty("paths").EnumerateObject().Single(path => path.Name.EndsWith("/commands/{action}", StringComparison.Ordinal)).Value.GetProperty("post");
        var text = command.GetRawText();
        Assert.All(OcppActions.All.Where(action => action.FromCentralSystem), action => Assert.Contains(action.Name, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Heartbeat", text, StringComparison.Ordinal);
        Assert.Contains("timeoutSeconds", text, StringComparison.Ordinal);
        Assert.Equal(["200", "404", "409", "422"], command.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Where(name => name != "400").Order());
    }

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();
}
