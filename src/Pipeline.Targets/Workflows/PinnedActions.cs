namespace Pipeline.Targets.Workflows;

/// <summary>The actions that generated workflows use, by commit: a tag can be moved, a commit cannot.</summary>
internal static class PinnedActions
{
    public const string Checkout = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";
    public const string Cache = "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5";
    public const string UploadArtifact = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1";
}
