using IOPath = System.IO.Path;

namespace Pipeline.Core.Extensions;

/// <summary>The library of tests/Extensions, built beside these tests and never referenced by them.</summary>
internal static class TeamLibrary
{
    private const string Name = "BankExpectations";

    public static string Path
    {
        get
        {
            var configuration = IOPath.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            return IOPath.GetFullPath(IOPath.Combine(
                configuration, "..", "..", Name, IOPath.GetFileName(configuration), Name + ".dll"));
        }
    }
}
