namespace StrictBuild;

internal enum Detail
{
    Brief,
    Full,
}
