using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Reporting.Pages;

/// <summary>The toolkit's own parts of pages.</summary>
internal static class PageText
{
    /// <summary>A part by the name of its file, with line ends that are the same on every machine.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(PageText).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>As a content security policy names what is between two tags.</summary>
    public static string HashOf(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
