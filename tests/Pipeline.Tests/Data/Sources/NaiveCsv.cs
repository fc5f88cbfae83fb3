namespace Pipeline.Data.Sources;

/// <summary>The same rules, character by character and without a thought for speed, to compare the real reader with.</summary>
internal static class NaiveCsv
{
    /// <summary>The records, header first; null where the text is wrong.</summary>
    public static List<List<string>>? Read(string text)
    {
        var (records, position) = (new List<List<string>>(), 0);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        while (position < text.Length)
        {
            var start = position;
            if (Record(text, ref position) is not { } record)
                return null;
            var isBlank = record is [""] && !text[start..position].Contains('"');
            if (isBlank && (records.Count == 0 || records[0].Count != 1))
                continue;
            records.Add(record);
        }

        return records is [] || records.Exists(x => x.Count != records[0].Count) ? null : records;
    }

    private static List<string>? Record(string text, ref int position)
    {
        var record = new List<string>();
        while (true)
        {
            if (Value(text, ref position) is not { } value)
                return null;
            record.Add(value);
            if (position == text.Length)
                return record;
            var next = text[position++];
            if (next == ',')
                continue;
            if (next == '\n')
                return record;
            return position < text.Length && text[position++] == '\n' ? record : null;
        }
    }

    private static string? Value(string text, ref int position)
    {
        while (position < text.Length && text[position] == ' ')
            position++;
        if (position == text.Length || text[position] != '"')
        {
            var start = position;
            while (position < text.Length && text[position] is not (',' or '\n' or '\r'))
                position++;
            return text[start..position].TrimEnd(' ');
        }

        var value = "";
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '"')
                value += text[position];
            else if (position + 1 < text.Length && text[position + 1] == '"')
                value += text[position++];
            else
                break;
        }

        if (position++ == text.Length)
            return null;
        while (position < text.Length && text[position] == ' ')
            position++;
        return position == text.Length || text[position] is ',' or '\n' or '\r' ? value : null;
    }
}
