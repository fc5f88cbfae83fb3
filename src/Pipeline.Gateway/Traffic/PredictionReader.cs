using System.Text.Json;

namespace Pipeline.Gateway.Traffic;

/// <summary>Is told each row of an answer.</summary>
internal interface IPredictionTaker
{
    /// <param name="label">Empty without one.</param>
    /// <param name="score">
    /// The probability of the positive class, or of the label where there are more than two classes, or the value; NaN without
    /// one.
    /// </param>
    void Take(scoped ReadOnlySpan<char> label, double score);
}

/// <summary>Finds labels and scores in what a server answers to <c>POST /predict</c>: one row, or a list of them.</summary>
internal static class PredictionReader
{
    private const int LongestLabel = 128;

    /// <summary>Rows up to where the answer is no JSON, or another one than a server's.</summary>
    public static void Read<T>(ReadOnlySpan<byte> answer, ref T taker)
        where T : IPredictionTaker, allows ref struct
    {
        var reader = new Utf8JsonReader(answer);
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                ReadObject(ref reader, ref taker, isWhole: true);
        }
        catch (JsonException)
        {
            // What was read until here was an answer; the rest is nobody's prediction.
        }
    }

    private static void ReadObject<T>(ref Utf8JsonReader reader, ref T taker, bool isWhole)
        where T : IPredictionTaker, allows ref struct
    {
        Span<char> characters = stackalloc char[LongestLabel];
        var (label, score) = (0, double.NaN);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("probability"u8) || reader.ValueTextEquals("value"u8))
                score = ReadNumber(ref reader);
            else if (reader.ValueTextEquals("label"u8))
                label = ReadText(ref reader, characters);
            else if (reader.ValueTextEquals("probabilities"u8))
                score = ReadGreatest(ref reader);
            else if (isWhole && reader.ValueTextEquals("predictions"u8))
                ReadRows(ref reader, ref taker);
            else
                Skip(ref reader);
        }

        if (label > 0 || !double.IsNaN(score))
            taker.Take(characters[..label], score);
    }

    private static void ReadRows<T>(ref Utf8JsonReader reader, ref T taker)
        where T : IPredictionTaker, allows ref struct
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadObject(ref reader, ref taker, isWhole: false);
            else
                reader.Skip();
        }
    }

    private static double ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        reader.Skip();
        return double.NaN;
    }

    /// <summary>The probability of the label, which is that of the likeliest class.</summary>
    private static double ReadGreatest(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return double.NaN;
        }

        var greatest = double.NaN;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var number = ReadNumber(ref reader);
            greatest = number <= greatest ? greatest : number;
        }

        return greatest;
    }

    /// <summary>How many characters; 0 where it is no text. What is too long to be a class is cut.</summary>
    private static int ReadText(ref Utf8JsonReader reader, scoped Span<char> characters)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return 0;
        }

        if (reader.ValueSpan.Length <= characters.Length)
            return reader.CopyString(characters);
        var text = reader.GetString().AsSpan();
        text[..Math.Min(text.Length, characters.Length)].CopyTo(characters);
        return Math.Min(text.Length, characters.Length);
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
