using System.Text.RegularExpressions;

namespace Pipeline.Polyfills.Api;

/// <summary>A public API as lines, found by type.</summary>
internal sealed partial class ApiListing
{
    private readonly Dictionary<string, ApiLine> _types;
    private readonly ILookup<string, ApiLine> _members;

    public ApiListing(IEnumerable<string> lines)
    {
        var parsed = lines.Select(ApiLine.Parse).OfType<ApiLine>().ToList();
        _types = parsed.Where(x => x.IsType).ToDictionary(x => Key(x.Head));
        _members = parsed.Where(x => !x.IsType).ToLookup(x => Key(x.Owner));
    }

    public IEnumerable<ApiLine> Types => _types.Values;

    /// <summary>The line that declares a type, whatever its type arguments are called; null where it is not listed.</summary>
    public ApiLine? Type(string name) => _types.GetValueOrDefault(Key(name));

    public IEnumerable<ApiLine> Members(string type) => _members[Key(type)];

    /// <summary>The base types and interfaces of a type, theirs as well, each with its type arguments.</summary>
    public IReadOnlyCollection<string> AllBases(string type)
    {
        var found = new HashSet<string>();
        Collect(type, found);
        return found;
    }

    /// <summary>The members of a type, with the type arguments that the name gives in place of its parameters.</summary>
    public IEnumerable<ApiLine> MembersOf(string constructedType)
    {
        var definition = Type(constructedType)?.Head ?? constructedType;
        return Members(constructedType).Select(x => ApiLine.Parse(Replaced(x.Text, definition, constructedType))!);
    }

    /// <summary>The name with the number of its type parameters in place of them.</summary>
    private static string Key(string name)
    {
        var open = name.IndexOf('<');
        if (open < 0)
            return name;

        var close = ApiText.IndexOfAny(name, ">", open + 1);
        return $"{name[..open]}`{ApiText.Split(name[(open + 1)..close]).Count()}{Key(name[(close + 1)..])}";
    }

    private void Collect(string type, HashSet<string> found)
    {
        if (Type(type) is not { } definition)
            return;

        foreach (var name in definition.Bases.Select(x => Replaced(x, definition.Head, type)).Where(found.Add))
            Collect(name, found);
    }

    private static string Replaced(string text, string definition, string constructedType)
    {
        var arguments = Arguments(definition).Zip(Arguments(constructedType)).ToDictionary();
        return arguments.Count == 0 ? text : Word().Replace(text, x => arguments.GetValueOrDefault(x.Value, x.Value));
    }

    private static IEnumerable<string> Arguments(string name)
    {
        var open = name.IndexOf('<');
        if (open < 0)
            return [];

        var close = ApiText.IndexOfAny(name, ">", open + 1);
        var arguments = ApiText.Split(name[(open + 1)..close]).Select(x => Variance().Replace(x, string.Empty));
        return arguments.Concat(Arguments(name[(close + 1)..]));
    }

    [GeneratedRegex("^(in|out) ")]
    private static partial Regex Variance();

    // A word behind a dot is part of a longer name, never a type parameter.
    [GeneratedRegex(@"(?<![\w.])\w+")]
    private static partial Regex Word();
}
