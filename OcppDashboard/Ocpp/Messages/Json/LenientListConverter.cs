using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Lists that came as null, with null items or as their only item without brackets.</summary>
internal sealed class LenientListConverter<T> : JsonConverter<IReadOnlyList<T>?>
{
    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var info = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var list = new List<T>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadingNotes.Add("one value stood where a list belongs");
            Add(list, JsonSerializer.Deserialize(ref reader, info));
            return list;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Add(list, JsonSerializer.Deserialize(ref reader, info));
        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T>? value, JsonSerializerOptions options)
    {
        var info = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var item in value!) JsonSerializer.Serialize(writer, item, info);
        writer.WriteEndArray();
    }

    private static void Add(List<T> list, T? item)
    {
        if (item is not null) list.Add(item);
    }
}
