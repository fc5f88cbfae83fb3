using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Documents;

/// <summary>
/// What one stage hands to the next as JSON, so that any target can run alone. A subtype names its schema with
/// <see cref="DocumentSchemaAttribute"/>; adding an optional property keeps the version, anything else raises it.
/// </summary>
public abstract record Document
{
    /// <summary>"pipeline/dataset/v1".</summary>
    [JsonPropertyOrder(-3)]
    public string Schema => DocumentSchemaAttribute.Of(GetType()).ToString();

    /// <summary>The version of the toolkit that wrote this: the present one, unless it was read.</summary>
    [JsonRequired]
    [JsonPropertyOrder(-2)]
    public string Toolkit { get; init; } = Documents.Toolkit.Version;

    /// <summary>What this was made from, by name, in the order of the names.</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyDictionary<string, Digest> Inputs
    {
        get;
        init => field = new SortedDictionary<string, Digest>(value.ToDictionary(), StringComparer.Ordinal).AsReadOnly();
    }
    = ReadOnlyDictionary<string, Digest>.Empty;
}
