using System.Reflection;

namespace Pipeline.Polyfills.Scriban;

/// <summary>Tests of what only our implementation promises; with the real package in its place they are skipped.</summary>
public abstract class OwnTests
{
    protected OwnTests()
    {
        var facts = typeof(OwnTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        if (facts.Single(x => x.Key == "PackageMode").Value != "polyfill")
            Assert.Skip("Scriban is the real package here");
    }
}
