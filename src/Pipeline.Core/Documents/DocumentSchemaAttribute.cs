using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Pipeline.Core.Documents;

/// <summary>The schema of a document, written as "pipeline/name/v1".</summary>
/// <param name="name">Lower-case words and dashes.</param>
/// <param name="version">Counted from 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed partial class DocumentSchemaAttribute(string name, int version) : Attribute
{
    public string Name { get; } = name;

    public int Version { get; } = version;

    /// <summary>The oldest version that is still read as this type. Default: <see cref="Version"/> alone.</summary>
    public int OldestRead { get; init; } = version;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pipeline/{Name}/v{Version}");

    internal static DocumentSchemaAttribute Of(Type document) =>
        document.GetCustomAttribute<DocumentSchemaAttribute>()
            ?? throw new InvalidOperationException($"{document.Name} has no [DocumentSchema], which every document needs.");

    internal static bool TryParse(string text, out string name, out int version)
    {
        var match = Form().Match(text);
        name = match.Groups["name"].Value;
        return int.TryParse(match.Groups["version"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }

    [GeneratedRegex(@"\Apipeline/(?<name>[a-z-]{1,64})/v(?<version>[0-9]{1,9})\z")]
    private static partial Regex Form();
}
