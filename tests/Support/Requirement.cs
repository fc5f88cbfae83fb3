namespace Pipeline.Testing;

/// <summary>What a test needs of the machine: it skips without it, and fails where the run says that it must be there.</summary>
internal static class Requirement
{
    public static void Missing(string variable, string reason)
    {
        if (Environment.GetEnvironmentVariable(variable) == "1")
            Assert.Fail($"{reason}, and {variable}=1 requires it.");
        Assert.Skip(reason);
    }
}
