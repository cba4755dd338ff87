using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OcppDashboard.Data.History;

/// <summary>A whole row of one of the <see cref="EntityConfigurations"/>: put, or removed by its key. EF's model says how it looks.</summary>
/// <param name="remove">True: only the members of the key count.</param>
public sealed class RowWrite<T>(T row, bool remove = false) : HistoryWrite<bool> where T : class
{
    internal override bool Write(HistoryDatabase database)
    {
        var statement = database.Statement(remove ? RowSql<T>.Remove : RowSql<T>.Put).Start();
        foreach (var column in remove ? RowSql<T>.Key : RowSql<T>.Columns) Add(statement, column.PropertyInfo!.GetValue(row));
        statement.Run();
        return database.Changes > 0;
    }

    private static void Add(PreparedStatement statement, object? value) => _ = value switch
    {
        null => statement.AddNull(),
        string text => statement.Add(text),
        bool flag => statement.Add(flag),
        DateTimeOffset at => statement.Add(at),
        double number => statement.Add((double?)number),
        byte[] bytes => statement.Add((ReadOnlyMemory<byte>)bytes),
        IConvertible number => statement.Add(number.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"{typeof(T).Name} has a member of type {value.GetType().Name}"),
    };
}

/// <summary>The statements of a table, made once.</summary>
file static class RowSql<T> where T : class
{
    private static readonly IEntityType Table = Model().FindEntityType(typeof(T)) ?? throw new NotSupportedException($"{typeof(T).Name} is no table");

    public static readonly IReadOnlyList<IProperty> Columns = [.. Table.GetProperties()];
    public static readonly IReadOnlyList<IProperty> Key = Table.FindPrimaryKey()!.Properties;
    public static readonly string Put = $"INSERT OR REPLACE INTO \"{Table.GetTableName()}\" ({string.Join(", ", Columns.Select(Name))}) VALUES ({string.Join(", ", Columns.Select((_, i) => Number(i)))})";
    public static readonly string Remove = $"DELETE FROM \"{Table.GetTableName()}\" WHERE {string.Join(" AND ", Key.Select((column, i) => $"{Name(column)} = {Number(i)}"))}";

    private static string Name(IProperty column) => $"\"{column.GetColumnName()}\"";

    private static string Number(int i) => string.Create(CultureInfo.InvariantCulture, $"?{i + 1}");

    private static IModel Model()
    {
        using var context = new OcppDbContext(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite().Options);
        return context.Model;
    }
}
