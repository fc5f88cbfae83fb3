namespace Nuke.Common.IO;

/// <summary>Whether patterns tell upper from lower case; by default as the file systems of this system usually do.</summary>
public enum GlobbingCaseSensitivity
{
    Auto = 0,
    CaseSensitive = 1,
    CaseInsensitive = 2,
}
