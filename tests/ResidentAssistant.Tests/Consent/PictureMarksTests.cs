using System.Net;
using System.Text;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

public sealed class PictureMarksTests
{
    private static readonly byte[] Scan = [0xFF, 0xDB, 0, 3, 9, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0, 0xFF, 0xD0, 2];

    [Fact]
    public void A_photo_keeps_nothing_between_its_scans_behind_its_end_or_in_a_pointer_to_a_second_picture()
    {
        byte[] exif = [0xFF, 0xE1, 0, 8, .. "GPS39N"u8];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xE2, 0, 8, .. "MPFGPS"u8, .. Scan, .. exif, .. Scan, 0xFF, 0xD9, 0xFF, 0xD8, .. exif, .. Scan, 0xFF, 0xD9];

        PictureMarks.Without(jpeg, "image/jpeg").ShouldBe([0xFF, 0xD8, .. Scan, .. Scan, 0xFF, 0xD9]);
        PictureMarks.Without(jpeg[..26], "image/jpeg").ShouldBe([0xFF, 0xD8, .. Scan[..12], 0xFF, 0xD9], "cut off within its data, it is still a picture");
    }

    [Fact]
    public void A_photo_that_cannot_be_walked_through_is_refused()
    {
        foreach (byte[] broken in new byte[][] { [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1], [0xFF, 0xD8, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xDB, 0, 3, 9, 7, 7] })
            Should.Throw<RefusedException>(() => PictureMarks.Without(broken, "image/jpeg")).Message.ShouldContain("读不出来");
        Should.Throw<RefusedException>(() => PictureMarks.Without([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0], "image/png"));
        Should.Throw<RefusedException>(() => PictureMarks.Without([.. "RIFF"u8, 99, 0, 0, 0, .. "WEBP"u8], "image/webp"));
    }

    [Fact]
    public void Png_and_WebP_lose_their_place_too()
    {
        var picture = ConsentWorld.Picture;
        byte[] mark = [0, 0, 0, 5, .. "eXIfGPS39"u8, 1, 2, 3, 4];
        byte[] png = [.. picture[..33], .. mark, .. picture[33..], .. "GPS39"u8];
        PictureMarks.Without(png, "image/png").ShouldBe(picture);

        byte[] chunks = [.. "VP8X"u8, 10, 0, 0, 0, 0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "VP8 "u8, 3, 0, 0, 0, 7, 8, 9, 0, .. "EXIF"u8, 5, 0, 0, 0, .. "GPS39"u8, 0, .. "XMP "u8, 2, 0, 0, 0, .. "me"u8];
        byte[] webp = [.. "RIFF"u8, (byte)(chunks.Length + 4), 0, 0, 0, .. "WEBP"u8, .. chunks];
        var clean = PictureMarks.Without(webp, "image/webp");
        Encoding.Latin1.GetString(clean).ShouldNotContain("GPS");
        clean.ShouldBe([.. "RIFF"u8, 34, 0, 0, 0, .. "WEBP"u8, .. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "VP8 "u8, 3, 0, 0, 0, 7, 8, 9, 0]);
    }

    [Fact]
    public async Task Six_full_size_photos_come_in_one_form_with_every_word()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var application = await world.PrintAsync("3-2-501");
        var files = Enumerable.Range(0, 6).Select(n => ($"{n}.pdf", (byte[])[.. "%PDF-1.4 "u8, (byte)('0' + n), .. new byte[9 * 1024 * 1024]])).ToList();

        using var answer = await client.PostFilesAsync($"/staff/consent/applications/{application.Id}", files, ("act", "sign"), ("seen", $"{Guid.NewGuid()}"), ("signer", "王示例1"), ("decision", "房产证上有他"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("房产证上有他");
        (await world.CountAsync("select count(*) from application_scans")).ShouldBe(6);
    }
}
