using System.Text.Json;
using Pipeline.Core.Documents;

namespace Pipeline.Serving.Requests;

/// <summary>How responses are spelled: as documents are, on one line.</summary>
internal static class CompactJson
{
    private static readonly JsonSerializerOptions Options = new(DocumentJson.Options) { WriteIndented = false };

    public static byte[] Of<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}
