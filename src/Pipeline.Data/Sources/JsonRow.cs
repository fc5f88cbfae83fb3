using System.Text.Json;

namespace Pipeline.Data.Sources;

/// <summary>What an object on a line of JSON lines says.</summary>
internal static class JsonRow
{
    /// <summary>Nothing where the line is no object.</summary>
    public static IReadOnlyList<string> NamesOf(ReadOnlySpan<byte> line)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(line);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                    names.Add(reader.GetString()!);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The line is read again as a row, which says what is wrong with it.
            return [];
        }

        return names;
    }

    /// <summary>A plain value in the words of the file; a text without its quotes.</summary>
    /// <param name="reader">At the value.</param>
    /// <param name="offset">Where the reader's bytes begin in the batch's block.</param>
    /// <param name="batch">Keeps a text that has escapes.</param>
    public static Field Value(ref Utf8JsonReader reader, int offset, RecordBatch batch)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return Field.Null;
        var length = reader.ValueSpan.Length;
        if (reader.TokenType != JsonTokenType.String)
            return new Field(offset + (int)reader.TokenStartIndex, length);
        return reader.ValueIsEscaped
            ? batch.CommitApart(reader.CopyString(batch.OpenApart(length)))
            : new Field(offset + (int)reader.TokenStartIndex + 1, length);
    }
}
