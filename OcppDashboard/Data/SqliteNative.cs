using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OcppDashboard.Data;

/// <summary>Lets EF Core 10 run on SQLitePCLRaw 2.0.6, the newest the feed has, and on the system's SQLite where there is one.</summary>
internal static class SqliteNative
{
    private static int initialised;

    [ModuleInitializer]
    internal static void AcceptOlderAssembly() => AssemblyLoadContext.Default.Resolving +=
        (context, name) => name is { Name: "SQLitePCLRaw.core", Version: not null } ? context.LoadFromAssemblyName(new AssemblyName(name.Name)) : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Initialise()
    {
        if (Interlocked.Exchange(ref initialised, 1) == 1) return; // a second SetDllImportResolver throws
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            (library, _, _) => library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : 0);
        SQLitePCL.Batteries_V2.Init();
    }
}
