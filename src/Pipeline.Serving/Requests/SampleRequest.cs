using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

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
                writer.WritePropertyName(input.Name);
                if (input.Type == ColumnType.Number)
                    writer.WriteRawValue(Number(input, signature.Spellings));
                else
                    writer.WriteStringValue(Name(input, signature.Spellings));
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Number(ModelInput input, ValueSpellings spellings)
    {
        var accepted = input.Accepts switch
        {
            Criterion.AtLeast x => [Math.Ceiling(x.Limit)],
            Criterion.AtMost x => [Math.Floor(x.Limit)],
            Criterion.Between x => [Math.Ceiling(x.Low), Math.Floor(x.High), x.Low],
            Criterion.OneOf x => [.. x.Values.Select(NumberOf)],
            _ => (double[])[1, 2, 3],
        };
        var known = new KnownValues(input, new ValueReader(input.DataType, spellings));
        return accepted.Where(known.Has).Select(NumberText.Of).FirstOrDefault(x => !spellings.Missing.Contains(x)) ?? "1";
    }

    private static double NumberOf(string text) =>
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var number) ? number : 1;

    private static string Name(ModelInput input, ValueSpellings spellings)
    {
        if (input.DataType == DataType.Timestamp)
            return "2024-01-01T00:00:00Z";
        var known = new KnownValues(input, new ValueReader(input.DataType, spellings));
        return input.Categories?.FirstOrDefault(x => known.Has(x) && !spellings.Missing.Contains(x)) ?? "a";
    }
}
