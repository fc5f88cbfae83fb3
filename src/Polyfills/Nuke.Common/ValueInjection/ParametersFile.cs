using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.ValueInjection;

/// <summary>One <c>.nuke/parameters[.profile].json</c>: values by the exact name of a parameter.</summary>
internal sealed class ParametersFile
{
    private static readonly JsonDocumentOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, JsonElement> _values;

    private ParametersFile(Dictionary<string, JsonElement> values) => _values = values;

    public static ParametersFile Read(AbsolutePath path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(document.RootElement.EnumerateObject().ToDictionary(x => x.Name, x => x.Value.Clone()))
                : throw new InvalidDataException($"{path}:1:1: a JSON object is expected.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{path}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: this is not valid JSON.", exception);
        }
    }

    /// <summary>The value's elements as text; null when the file has none under that name.</summary>
    public IReadOnlyList<string> Values(string name) =>
        !_values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(x => x.ToString())]
        : [value.ToString()];
}
