using System.Text.Json;
using Pipeline.Core.Artifacts;
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

    internal static Validated<T> Read<T>(ReadOnlySpan<byte> utf8, string path)
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
