using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Syntax;

/// <summary>A piece of YAML and where it begins.</summary>
internal abstract record YamlNode(SourceLocation At)
{
    /// <summary>What a person sees there, for sentences.</summary>
    public string Found => this switch
    {
        YamlScalar { Kind: ScalarKind.Null } => "nothing",
        YamlScalar { Kind: ScalarKind.Text } x => $"the text '{Brief(x.Text)}'",
        YamlScalar { Kind: ScalarKind.Bool } x => x.Text,
        YamlScalar x => $"the number {Brief(x.Text)}",
        YamlList { Items: [] } => "an empty list",
        YamlList { Items: [_] } => "a list of 1 item",
        YamlList { Items.Count: var count } => $"a list of {count} items",
        YamlMapping { Entries: [{ Key: var key }, ..] } => $"a mapping with '{Brief(key)}'",
        _ => "an empty mapping",
    };

    public static string Brief(string text)
    {
        const int most = 60;
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "...";
    }
}

/// <param name="At">Where it begins.</param>
/// <param name="Text">Without quotes and escapes.</param>
/// <param name="Kind">By the core schema of YAML 1.2; anything in quotes is a text.</param>
internal sealed record YamlScalar(SourceLocation At, string Text, ScalarKind Kind) : YamlNode(At);

internal sealed record YamlList(SourceLocation At, IReadOnlyList<YamlNode> Items) : YamlNode(At);

internal sealed record YamlMapping(SourceLocation At, IReadOnlyList<YamlEntry> Entries) : YamlNode(At)
{
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(x => x.Key == key);
}

/// <summary>Something that is refused already: whoever meets it stays silent.</summary>
internal sealed record YamlRefused(SourceLocation At) : YamlNode(At);

/// <param name="Key">The key's text.</param>
/// <param name="At">Where the key begins.</param>
/// <param name="Value">What stands behind it.</param>
internal sealed record YamlEntry(string Key, SourceLocation At, YamlNode Value);
