using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

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

    private static readonly string Skeleton = Read("runs.html");
    private static readonly string Style = Read("runs.css");
    private static readonly string Script = Read("runs.js");

    /// <summary>The same content makes the same page.</summary>
    public static string Render(RunsPageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var page = new StringBuilder(Skeleton);
        foreach (var (mark, text) in new[]
        {
            ("{{style-hash}}", HashOf(Style)),
            ("{{script-hash}}", HashOf(Script)),
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

    /// <summary>As a policy names what is between the tags.</summary>
    private static string HashOf(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using var stream = typeof(RunsPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
