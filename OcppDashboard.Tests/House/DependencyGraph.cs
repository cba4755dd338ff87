using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OcppDashboard.Tests.House;

/// <summary>Which types of ours use which others, read from what the compiler made: names that only <c>var</c> stands for are seen too.</summary>
internal sealed class DependencyGraph
{
    private const string Root = "OcppDashboard.";
    private readonly Dictionary<(string From, string To), SortedSet<string>> uses = [];

    private DependencyGraph(AssemblyDefinition assembly)
    {
        foreach (var type in assembly.MainModule.GetTypes())
            if (FolderOf(type) is { } from)
                foreach (var used in References(type))
                    Note(from, type, used);
    }

    /// <summary>Folder to folder, with the types that make the arrow: <c>User → Used</c>. A folder is the namespace below our root, with slashes.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => uses;

    public static DependencyGraph Of(string assemblyPath)
    {
        using var resolver = new DefaultAssemblyResolver();
        using var assembly = AssemblyDefinition.ReadAssembly(assemblyPath, new ReaderParameters { AssemblyResolver = resolver });
        return new(assembly);
    }

    /// <summary>The arrows between the folders that a cut gives; a folder does not use itself.</summary>
    /// <param name="cut">The part that a folder belongs to; null: it is not looked at.</param>
    /// <param name="withRegistrations">False: the classes that put a folder together (<c>…Services</c>) are not looked at.</param>
    public IEnumerable<(string From, string To, string Example)> Between(Func<string, string?> cut, bool withRegistrations = true) =>
        from pair in uses
        let arrow = (From: cut(pair.Key.From), To: cut(pair.Key.To))
        where arrow.From is not null && arrow.To is not null && arrow.From != arrow.To
        let types = pair.Value.Where(use => withRegistrations || !use.Contains("Services →", StringComparison.Ordinal)).ToList()
        where types.Count > 0
        group types by arrow into same
        orderby same.Key
        select (same.Key.From, same.Key.To, string.Join(", ", same.SelectMany(uses => uses).Order(StringComparer.Ordinal).Take(4)));

    /// <summary>A way that leads back to where it began, for each part that has one; empty: there is no circle.</summary>
    public IReadOnlyList<string> Circles(Func<string, string?> cut, bool withRegistrations = true)
    {
        var next = Between(cut, withRegistrations).ToLookup(arrow => arrow.From, arrow => arrow.To);
        var circles = new List<string>();
        var ended = new HashSet<string>();
        foreach (var part in next.Select(group => group.Key)) Walk(part, []);
        return circles;

        void Walk(string part, List<string> way)
        {
            if (way.IndexOf(part) is var at and >= 0)
            {
                circles.Add(string.Join(" → ", way.Skip(at).Append(part)));
                return;
            }
            if (ended.Contains(part)) return;
            way.Add(part);
            foreach (var other in next[part]) Walk(other, way);
            way.RemoveAt(way.Count - 1);
            ended.Add(part);
        }
    }

    private void Note(string from, TypeDefinition type, TypeReference used)
    {
        if (FolderOf(used) is not { } to || to == from) return;
        if (!uses.TryGetValue((from, to), out var examples)) uses[(from, to)] = examples = new(StringComparer.Ordinal);
        examples.Add($"{Outermost(type).Name} → {Outermost(used).Name}");
    }

    private static IEnumerable<TypeReference> References(TypeDefinition type)
    {
        var found = new List<TypeReference>();
        if (type.BaseType is { } parent) Add(found, parent);
        foreach (var implemented in type.Interfaces) Add(found, implemented.InterfaceType);
        foreach (var field in type.Fields) Add(found, field.FieldType);
        foreach (var attribute in type.CustomAttributes) AddAttribute(found, attribute);
        foreach (var property in type.Properties)
            foreach (var attribute in property.CustomAttributes) AddAttribute(found, attribute);
        foreach (var method in type.Methods) AddMethod(found, method);
        return found;
    }

    private static void AddMethod(List<TypeReference> found, MethodDefinition method)
    {
        Add(found, method.ReturnType);
        foreach (var parameter in method.Parameters) Add(found, parameter.ParameterType);
        foreach (var attribute in method.CustomAttributes) AddAttribute(found, attribute);
        if (!method.HasBody) return;
        foreach (var variable in method.Body.Variables) Add(found, variable.VariableType);
        foreach (var handler in method.Body.ExceptionHandlers)
            if (handler.CatchType is { } caught) Add(found, caught);
        foreach (var instruction in method.Body.Instructions) AddOperand(found, instruction);
    }

    private static void AddOperand(List<TypeReference> found, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference named:
                Add(found, named);
                break;
            case FieldReference field:
                Add(found, field.DeclaringType);
                Add(found, field.FieldType);
                break;
            case MethodReference called:
                Add(found, called.DeclaringType);
                Add(found, called.ReturnType);
                if (called is GenericInstanceMethod generic)
                    foreach (var argument in generic.GenericArguments) Add(found, argument);
                break;
        }
    }

    private static void AddAttribute(List<TypeReference> found, CustomAttribute attribute)
    {
        Add(found, attribute.AttributeType);
        foreach (var argument in attribute.ConstructorArguments)
            if (argument.Value is TypeReference named) Add(found, named);
    }

    private static void Add(List<TypeReference> found, TypeReference type)
    {
        found.Add(type);
        if (type is GenericInstanceType generic)
            foreach (var argument in generic.GenericArguments) Add(found, argument);
        else if (type is TypeSpecification { ElementType: { } element }) Add(found, element);
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    private static string? FolderOf(TypeReference type) =>
        Outermost(type) is { Namespace: var space } && space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..].Replace('.', '/') : null;
}
