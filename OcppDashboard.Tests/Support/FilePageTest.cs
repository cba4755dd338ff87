using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace OcppDashboard.Tests.Support;

/// <summary>For tests that draw pages about files.</summary>
public abstract class FilePageTest : PageTest, IDisposable
{
    protected FilePageTest() => TestFiles.AddTo(Context.Services, () => Files);

    private protected TestFiles Files { get; } = new();

    private protected Task<OcppDashboard.Data.Entities.ReceivedFileEntity> ReceiveAsync(string chargePointId, string? name, string content = "one\ntwo\n") =>
        Files.ReceiveAsync(chargePointId, name, Encoding.UTF8.GetBytes(content));

    public void Dispose()
    {
        Context.Dispose();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }
}
