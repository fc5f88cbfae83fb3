namespace Pipeline.Packaging.Bases;

/// <summary>A package of the operating system, as its tools name it.</summary>
public sealed record HostPackage(string Name, string Version);
