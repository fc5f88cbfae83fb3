namespace Pipeline.Gateway.Hosting;

/// <summary>How this very program is started again.</summary>
internal static class Self
{
    public static string File { get; } = Environment.ProcessPath!;

    /// <summary>The assembly, where this is the dotnet host and not a program of its own.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        Path.GetFileNameWithoutExtension(File) == "dotnet" ? [typeof(Self).Assembly.Location] : [];
}
