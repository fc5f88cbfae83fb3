using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Violations;

/// <summary>A column whose values reports may show.</summary>
internal sealed record ShownColumn(string Name, int Position)
{
    private const int MostCharacters = 40;
    private const int MostBytesPerCharacter = 4;

    /// <summary>As it stands in the file, shortened, and without characters that a terminal would obey.</summary>
    public string Read(ColumnBatch batch, int row)
    {
        var value = batch.Text(row, Position);
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, MostCharacters * MostBytesPerCharacter)]);
        if (text.Length > MostCharacters)
        {
            var kept = MostCharacters - 1;
            text = text[..(char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)] + "…";
        }

        return text.Any(char.IsControl) ? string.Concat(text.Select(x => char.IsControl(x) ? '\uFFFD' : x)) : text;
    }
}
