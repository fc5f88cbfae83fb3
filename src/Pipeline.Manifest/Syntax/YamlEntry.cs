using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Syntax;

/// <param name="Key">The key's text.</param>
/// <param name="At">Where the key begins.</param>
/// <param name="Value">What stands behind it.</param>
internal sealed record YamlEntry(string Key, SourceLocation At, YamlNode Value);
