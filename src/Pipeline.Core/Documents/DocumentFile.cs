using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Core.Documents;

/// <summary>Reads and writes documents. Writing is atomic; reading answers with problems instead of exceptions.</summary>
public static class DocumentFile
{
    private const long MostBytes = 256L << 20;

    /// <summary>Makes the folder where needed. The text ends with a line break and is the same for the same document.</summary>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public static Task WriteAsync<T>(string path, T document, CancellationToken cancellationToken)
        where T : Document
    {
        ArgumentNullException.ThrowIfNull(document);
        return AtomicFile.WriteAsync(path, Bytes(document), cancellationToken);
    }

    /// <summary>
    /// A missing file, malformed JSON, another document's schema and a version that this toolkit does not know are problems.
    /// Properties that are not known are left out: a newer toolkit may add them within a version.
    /// </summary>
    public static async Task<Validated<T>> ReadAsync<T>(string path, CancellationToken cancellationToken)
        where T : Document
    {
        var schema = DocumentSchemaAttribute.Of(typeof(T));
        var file = new FileInfo(path);
        if (!file.Exists)
            return Whole<T>(path, $"There is no {schema.Name} document here.", "Run its stage first.");
        if (file.Length > MostBytes)
            return Whole<T>(path, $"The file has {file.Length} bytes; at most {MostBytes} are read.");
        return Read<T>(await File.ReadAllBytesAsync(path, cancellationToken), path);
    }

    internal static byte[] Bytes<T>(T document)
        where T : Document =>
        [.. JsonSerializer.SerializeToUtf8Bytes(document, document.GetType(), DocumentJson.Options), (byte)'\n'];

    /// <summary>The same of bytes that were read already.</summary>
    /// <param name="utf8">The text of a document.</param>
    /// <param name="path">Where it is, for problems.</param>
    public static Validated<T> Read<T>(ReadOnlySpan<byte> utf8, string path)
        where T : Document
    {
        var json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            if (WrongSchema(JsonSerializer.Deserialize<Header>(json, DocumentJson.Options), typeof(T)) is { } wrong)
                return Whole<T>(path, wrong.Message, wrong.Hint);
            return Validated.Valid(JsonSerializer.Deserialize<T>(json, DocumentJson.Options)!);
        }
        catch (JsonException exception)
        {
            return Validated.Invalid<T>(JsonProblem.From(exception, path, json));
        }
        catch (ArgumentException exception)
        {
            return Whole<T>(path, JsonProblem.Refusal(exception));
        }
    }

    private static Validated<T> Whole<T>(string path, string message, string? hint = null)
        where T : Document =>
        Validated.Invalid<T>(new Problem(path, null, null, message, hint));

    private static Problem? WrongSchema(Header? header, Type document)
    {
        var expected = DocumentSchemaAttribute.Of(document);
        if (header?.Schema is not { } schema)
            return new Problem($"The document names no schema; '{expected}' is read here.");
        if (!DocumentSchemaAttribute.TryParse(schema, out var name, out var version) || name != expected.Name)
            return new Problem($"The document's schema is '{schema}'; '{expected}' is read here.");
        return version >= expected.OldestRead && version <= expected.Version ? null : new Problem(
            $"The document's schema is '{schema}'; this toolkit reads '{expected}'.",
            version > expected.Version ? "A newer toolkit wrote it: update this one." : "Run its stage again.");
    }

    private sealed record Header(string? Schema = null);
}

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

/// <summary>How documents are written: keys in camelCase, enum values in kebab-case as manifests have them, no NaN.</summary>
public static class DocumentJson
{
    private const int MaxDepth = 64;

    /// <summary>Read-only, and the same everywhere: documents, canonical JSON, the journal.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowDuplicateProperties = false,
            // Canonical JSON has a type's name in the order of the alphabet, where it may come after other properties.
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = MaxDepth,
            WriteIndented = true,
            NewLine = "\n",
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

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

/// <summary>The toolkit that writes documents.</summary>
public static class Toolkit
{
    /// <summary>The version of this very build, as in its packages: "0.1.0".</summary>
    public static string Version { get; } =
        typeof(Toolkit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
