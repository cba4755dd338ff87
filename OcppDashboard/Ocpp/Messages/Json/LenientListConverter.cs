using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Lists that came as null, with null items or as their only item without brackets.</summary>
internal sealed class LenientListConverter<T> : JsonConverter<IReadOnlyList<T>?> where T : class
{
    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // the item's converter itself: Deserialize would pass over each item once more to find its end
        var converter = (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
        return LenientLists.Read(ref reader, (ref Utf8JsonReader item) => converter.Read(ref item, typeof(T), options), objects: typeof(T) != typeof(string));
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T>? value, JsonSerializerOptions options)
    {
        var info = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var item in value!) JsonSerializer.Serialize(writer, item, info);
        writer.WriteEndArray();
    }
}

internal static class LenientLists
{
    public delegate T? ItemReader<out T>(ref Utf8JsonReader reader);

    /// <summary>Reads the list that the reader stands at; null for null.</summary>
    /// <param name="objects">The items are objects: anything else is passed over with a note.</param>
    public static IReadOnlyList<T>? Read<T>(ref Utf8JsonReader reader, ItemReader<T> readItem, bool objects = true) where T : class
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var list = new List<T>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Add(ref reader);
            return list;
        }
        ReadingNotes.Add("one value stood where a list belongs");
        Add(ref reader);
        return list;

        void Add(ref Utf8JsonReader item)
        {
            if (item.TokenType == JsonTokenType.Null) return;
            if (!objects || item.TokenType == JsonTokenType.StartObject)
            {
                if (readItem(ref item) is { } read) list.Add(read);
                return;
            }
            ReadingNotes.Add("a value in a list was passed over: it should be an object");
            item.Skip();
        }
    }
}
