namespace Pipeline.Testing;

/// <summary>Rendered text against the one a person approved; PIPELINE_APPROVE=1 writes it anew, for the next review.</summary>
internal static class Approved
{
    /// <param name="text">What was rendered.</param>
    /// <param name="file">The approved file, from the root of the repository.</param>
    public static void ShouldMatchApproved(this string text, string file)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            File.WriteAllText(path, text);
        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        text.ShouldBe(approved, $"{file} does not hold this text; PIPELINE_APPROVE=1 writes it.");
    }
}
