using System.Reflection;

namespace OcppDashboard.Tests.Support;

public class SharedFolderTests
{
    [Theory]
    [InlineData("/somewhere", null, false)]
    [InlineData("/somewhere", "true", false)]
    [InlineData(null, null, true)]
    [InlineData(null, "false", true)]
    [InlineData(null, "true", false)]
    public void A_missing_folder_skips_outside_CI_only(string? location, string? ci, bool skipped) =>
        Assert.Equal(skipped, SharedFolder.ReasonFor(location, ci) is not null);

    [Fact]
    public void Tests_that_need_the_folder_say_so_by_name()
    {
        var unnamed = typeof(SharedFolderTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is SharedFactAttribute or SharedTheoryAttribute)
            .Where(method => !method.Name.Contains("NeedsShared", StringComparison.Ordinal))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");
        Assert.Empty(unnamed);
    }
}
