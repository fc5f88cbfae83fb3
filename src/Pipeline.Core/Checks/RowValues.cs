namespace Pipeline.Core.Checks;

/// <summary>Some values of one row as text, in one buffer: looking at them allocates nothing.</summary>
public readonly ref struct RowValues
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<int> _ends;

    /// <param name="text">The values, one after the other.</param>
    /// <param name="ends">Where each of them ends in the text; the complement of that for one that is missing.</param>
    public RowValues(ReadOnlySpan<char> text, ReadOnlySpan<int> ends)
    {
        _text = text;
        _ends = ends;
    }

    public int Count => _ends.Length;

    /// <summary>Empty where it is missing, which an empty text is not.</summary>
    public ReadOnlySpan<char> this[int index] => _text[(index == 0 ? 0 : End(index - 1))..End(index)];

    /// <summary>For tests of a team's own expectations; null is a missing value.</summary>
    public static RowValues Of(params ReadOnlySpan<string?> values)
    {
        var (text, ends) = ("", new int[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            text += values[i];
            ends[i] = values[i] is null ? ~text.Length : text.Length;
        }

        return new RowValues(text, ends);
    }

    public bool IsMissing(int index) => _ends[index] < 0;

    private int End(int index) => _ends[index] < 0 ? ~_ends[index] : _ends[index];
}
