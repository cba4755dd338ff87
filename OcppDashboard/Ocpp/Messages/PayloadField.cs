using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace OcppDashboard.Ocpp.Messages;

public enum FieldKind { Text, Whole, Decimal, YesNo, Choice, Time, Group, List }

/// <summary>One member of a payload, read from the record's constructor: forms, checks and the document of the API cannot disagree with what is sent.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="MaxLength">Characters; null: no limit.</param>
/// <param name="Options">Words of a <see cref="FieldKind.Choice"/>.</param>
/// <param name="Members">Of a <see cref="FieldKind.Group"/>, in the specification's order.</param>
/// <param name="Item">Of a <see cref="FieldKind.List"/>: what each entry is.</param>
public sealed record PayloadField(
    string Name, FieldKind Kind, bool Required, int? MaxLength, bool IsUrl, ImmutableArray<string> Options, ImmutableArray<PayloadField> Members, PayloadField? Item)
{
    /// <summary>The specification's name of a <see cref="FieldKind.Group"/>'s or a <see cref="FieldKind.Choice"/>'s type; null for others.</summary>
    public string? TypeName { get; init; }

    private static readonly ConcurrentDictionary<Type, ImmutableArray<PayloadField>> Known = new();

    /// <summary>Required by the specification where the record is lenient, because the other side may send it too.</summary>
    private static readonly HashSet<(Type, string)> RequiredAnyway = [(typeof(DataTransferRequest), "vendorId"), (typeof(RemoteStartTransactionRequest), "connectorId")];

    private static readonly HashSet<string> Addresses = ["location", "remoteLocation"];

    /// <summary>The fields of a request record; read once per type.</summary>
    public static ImmutableArray<PayloadField> Of(Type record) => Known.GetOrAdd(record, static type => Read(type));

    private static ImmutableArray<PayloadField> Read(Type record)
    {
        var constructor = record.GetConstructors().Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != record)
            .MaxBy(c => c.GetParameters().Length);
        var nullability = new NullabilityInfoContext();
        return constructor is null ? [] : [.. constructor.GetParameters().Select(parameter => Read(record, parameter, nullability.Create(parameter)))];
    }

    private static PayloadField Read(Type record, ParameterInfo parameter, NullabilityInfo nullability)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        var field = Read(name, parameter.ParameterType);
        var url = parameter.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Url || Addresses.Contains(name);
        var length = parameter.GetCustomAttribute<MaxLengthAttribute>()?.Length;
        return field with
        {
            Required = nullability.WriteState != NullabilityState.Nullable || RequiredAnyway.Contains((record, name)),
            MaxLength = field.Kind == FieldKind.Text ? length : null,
            IsUrl = url,
            Item = field.Item is { Kind: FieldKind.Text } item ? item with { MaxLength = length } : field.Item,
        };
    }

    private static PayloadField Read(string name, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(OcppEnum<>)) bare = bare.GetGenericArguments()[0];
        if (bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Plain(name, FieldKind.List) with { Item = Read("", bare.GetGenericArguments()[0]) with { Required = true } };
        if (bare.IsEnum) return Plain(name, FieldKind.Choice) with { Options = [.. Enum.GetNames(bare)], TypeName = bare.Name };
        if (bare == typeof(string)) return Plain(name, FieldKind.Text);
        if (bare == typeof(bool)) return Plain(name, FieldKind.YesNo) with { Options = ["true", "false"] };
        if (bare == typeof(int) || bare == typeof(long)) return Plain(name, FieldKind.Whole);
        if (bare == typeof(decimal) || bare == typeof(double)) return Plain(name, FieldKind.Decimal);
        if (bare == typeof(OcppTimestamp)) return Plain(name, FieldKind.Time);
        return Plain(name, FieldKind.Group) with { Members = Of(bare), TypeName = bare.Name };
    }

    private static PayloadField Plain(string name, FieldKind kind) => new(name, kind, false, null, false, [], [], null);
}
