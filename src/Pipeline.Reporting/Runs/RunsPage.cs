using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Runs;

/// <summary>
/// Writes runs as one page of HTML that loads nothing, from a file or from a server. All that comes from data stands in a block
/// of JSON, which the page's script puts there as text; the page's policy lets no other script run.
/// </summary>
public static class RunsPage
{
    // The default encoder writes "<", ">", "&" and all that is not ASCII as escapes, so that no text can end the block.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly string Skeleton = PageText.Read("runs.html");
    private static readonly string Style = PageText.Read("page.css") + PageText.Read("runs.css");
    private static readonly string Script = PageText.Read("runs.js");

    /// <summary>The same content makes the same page.</summary>
    public static string Render(RunsPageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var page = new StringBuilder(Skeleton);
        foreach (var (mark, text) in new[]
        {
            ("{{style-hash}}", PageText.HashOf(Style)),
            ("{{script-hash}}", PageText.HashOf(Script)),
            ("{{title}}", System.Net.WebUtility.HtmlEncode(content.Model)),
            ("{{style}}", Style),
            ("{{script}}", Script),
            // Last, so that nothing within the data is taken for a mark.
            ("{{data}}", JsonSerializer.Serialize(content, Json)),
        })
        {
            page.Replace(mark, text);
        }

        return page.ToString();
    }
}
