using System.Text;

namespace Pipeline.Delivery.Reports;

/// <summary>Text from anywhere within Markdown.</summary>
public static class MarkdownText
{
    /// <summary>Text in a table's cell: no line breaks, and nothing that Markdown or HTML would act upon.</summary>
    public static string Cell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cell = new StringBuilder();
        foreach (var character in text)
        {
            if (character is '\r' or '\n')
                cell.Append(' ');
            else if (@"\`*_{}[]<>#|!~".Contains(character, StringComparison.Ordinal))
                cell.Append('\\').Append(character);
            else
                cell.Append(character);
        }

        return cell.ToString();
    }
}
