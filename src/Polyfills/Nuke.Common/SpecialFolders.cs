namespace Nuke.Common;

/// <summary>Folders that the operating system names; the numbers are those of the .NET enumeration.</summary>
public enum SpecialFolders
{
    ApplicationData = 26,
    LocalApplicationData = 28,
    CommonApplicationData = 35,
    Windows = 36,
    System = 37,
    ProgramFiles = 38,
    UserProfile = 40,
    ProgramFilesX86 = 42,
}
