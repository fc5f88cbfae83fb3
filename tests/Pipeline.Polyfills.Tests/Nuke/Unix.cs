namespace Pipeline.Polyfills.Tests.Nuke;

internal static class Unix
{
    /// <summary>Skips a test of what only Unix systems have: shells, links without privileges, permissions.</summary>
    public static void IsNeeded() => Assert.SkipWhen(OperatingSystem.IsWindows(), "This needs a Unix system.");
}
