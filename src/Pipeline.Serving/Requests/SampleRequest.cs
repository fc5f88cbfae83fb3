using System.Buffers;
using System.Text.Json;
using Pipeline.Core.Models;
using Pipeline.Core.Tables;

namespace Pipeline.Serving.Requests;

/// <summary>A request that a model accepts, made of its signature alone.</summary>
internal static class SampleRequest
{
    public static byte[] Of(ModelSignature signature)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var input in signature.Inputs)
            {
                if (input.Type == ColumnType.Number)
                    writer.WriteNumber(input.Name, 1);
                else
                    writer.WriteString(input.Name, input.Categories is [var first, ..] ? first : "");
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
